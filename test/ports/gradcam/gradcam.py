# %% [markdown]
# # Where does the net look?
#
# Class activation maps, guided backpropagation and occlusion, one after the other.

# %% [notebook]
# !pip install -q torch matplotlib tqdm
# %matplotlib inline
# import matplotlib.pyplot as plt
# import numpy as np

# %%
import torch
import torch.nn as nn
import torch.nn.functional as F

# %%
torch.manual_seed(11)

class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 6, 3, padding=1), nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(6, 8, 3, padding=1), nn.ReLU(),
        )
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Linear(8, 2)

    def forward(self, x):
        x = self.features(x)
        return self.classifier(torch.flatten(self.pool(x), 1))

images = torch.zeros(24, 1, 12, 12)
labels = torch.arange(24) % 2
for i, label in enumerate(labels):
    r, c = torch.randint(0, 8, (2,)).tolist()
    if label:
        images[i, 0, r:r + 4, c:c + 4] = 1
    else:
        images[i, 0, r, c:c + 4] = 1
        images[i, 0, r:r + 4, c] = 1
images += 0.05 * torch.randn_like(images)
model = Small()
opt = torch.optim.Adam(model.parameters(), lr=0.02)
for step in range(31):
    loss = F.cross_entropy(model(images), labels)
    opt.zero_grad(set_to_none=True)
    loss.backward()
    opt.step()
    if step % 10 == 0:
        print(f"step {step:2d} loss {loss.item():.3f}")

# %% [notebook]
# fig, ax = plt.subplots(1, 2, figsize=(6, 3))
# for k in range(2):
#     ax[k].imshow(images[k, 0], cmap='gray')
#     ax[k].set_title('square' if labels[k] else 'corner')
# plt.show()

# %% [markdown]
# ## Hooks
#
# 1. keep what a layer gives
# 2. keep the gradient that comes back

# %%
class ActivationsAndGradients:
    """Collects activations and gradients of the target layers."""
    def __init__(self, model, target_layers):
        self.model = model
        self.activations = []
        self.gradients = []
        self.handles = []
        for target_layer in target_layers:
            self.handles.append(target_layer.register_forward_hook(self.save_activation))
            self.handles.append(target_layer.register_forward_hook(self.save_gradient))

    def save_activation(self, module, input, output):
        self.activations.append(output.detach())

    def save_gradient(self, module, input, output):
        output.register_hook(lambda grad: self.gradients.insert(0, grad.detach()))

    def __call__(self, x):
        self.activations, self.gradients = [], []
        return self.model(x)

    def release(self):
        for handle in self.handles:
            handle.remove()

def scale_cam_image(cam, target_size=None):
    result = []
    for img in cam:
        img = img - img.min()
        img = img / (1e-7 + img.max())
        if target_size is not None:
            img = F.interpolate(img[None, None], size=target_size, mode="bilinear", align_corners=False)[0, 0]
        result.append(img)
    return torch.stack(result)

model.eval()
grads = ActivationsAndGradients(model, [model.features[4]])
x = images[1:3].clone()
outputs = grads(x)
target_categories = outputs.argmax(dim=-1)
model.zero_grad()
score = sum(output[category] for category, output in zip(target_categories, outputs))
score.backward()
activations, gradients = grads.activations[0], grads.gradients[0]
weights = gradients.mean(dim=(2, 3))
cam = F.relu((weights[:, :, None, None] * activations).sum(dim=1))
print(activations.shape, gradients.shape, weights.shape, cam.shape)
heat = scale_cam_image(cam, (12, 12))
print(heat.shape, heat[0, ::3, ::3])
print(heat.flatten(1).argmax(1), (heat > 0.5).sum((1, 2)))
grads.release()

# %% [notebook]
# plt.imshow(x[0, 0].detach(), cmap='gray')
# plt.imshow(heat[0].detach(), cmap='jet', alpha=0.5)
# plt.axis('off')
# plt.show()
# heat.shape

# %% [markdown]
# ## Guided backpropagation

# %%
class GuidedReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, input):
        ctx.save_for_backward(input)
        return input.clamp(min=0)

    @staticmethod
    def backward(ctx, grad_output):
        (input,) = ctx.saved_tensors
        positive = (input > 0).type_as(grad_output) * (grad_output > 0).type_as(grad_output)
        return grad_output * positive

class GuidedReLUModule(nn.Module):
    def forward(self, x):
        return GuidedReLU.apply(x)

def replace_relu(module):
    for i, child in enumerate(module):
        if isinstance(child, nn.ReLU):
            module[i] = GuidedReLUModule()

x = images[1:2].clone().requires_grad_(True)
model(x)[0, 1].backward()
saliency = x.grad.abs().max(dim=1).values
print(saliency.shape, saliency.max())
replace_relu(model.features)
print(model.features[1], model.features)
x.grad = None
model(x)[0, 1].backward()
print((x.grad > 0).sum(), x.grad[0, 0, 4, 2:8])

# %% [notebook]
# saliency.shape

# %% [markdown]
# ## Occlusion

# %%
def occlusion(model, image, label, size=4, stride=4):
    heat = torch.zeros(3, 3)
    with torch.no_grad():
        base = F.softmax(model(image), dim=1)[0, label]
        for i in range(0, 12, stride):
            for j in range(0, 12, stride):
                hidden = image.clone()
                hidden[:, :, i:i + size, j:j + size] = 0.0
                heat[i // stride, j // stride] = base - F.softmax(model(hidden), dim=1)[0, label]
    return heat

print((occlusion(model, images[1:2], 1) * 1000).round())
feats = {}
handle = model.features.register_forward_hook(lambda m, i, o: feats.update(last=o))
model(images[:1])
handle.remove()
eigen = feats["last"][0].flatten(1)
print(eigen.shape, ((eigen - eigen.mean(1, keepdim=True)).norm(dim=1) * 1000).round())

# %% [notebook]
# eigen.shape
