# %% [markdown]
# # Pictures are arrays
# A drawn picture, cut, turned, blurred and shown; then digits for a small network.
# %%
import numpy as np
import matplotlib.pyplot as plt

h, w = 24, 32
img = np.zeros((h, w, 3), dtype=np.uint8)
img[..., 0] = np.linspace(0, 255, w).astype(np.uint8)
img[:, :, 1] = np.linspace(0, 255, h, dtype=np.uint8)[:, None]
yy, xx = np.meshgrid(np.arange(h), np.arange(w), indexing='ij')
circle = (yy - 12) ** 2 + (xx - 16) ** 2 < 36
img[circle] = [0, 0, 255]
print(img.shape, img.dtype, img.min(), img.max(), circle.sum())
print(img[12, 14:18])
plt.imshow(img)
plt.axis('off')
plt.show()

# %%
gray = np.dot(img[..., :3], [0.299, 0.587, 0.114])
print(gray.shape, gray.dtype, gray[0, :5].round(2))
crop = img[6:18, 10:22]
print(crop.shape, crop.mean(axis=(0, 1)))
flipped = img[:, ::-1]
print(np.array_equal(flipped[:, ::-1], img), np.rot90(img).shape, img.transpose(2, 0, 1).shape)
plt.imshow(gray, cmap='gray')
plt.title('gray')
plt.show()

# %%
def convolve2d(image, kernel):
    kh, kw = kernel.shape
    padded = np.pad(image, ((kh // 2, kh // 2), (kw // 2, kw // 2)), mode='edge')
    out = np.zeros_like(image, dtype=float)
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            out[i, j] = (padded[i:i + kh, j:j + kw] * kernel).sum()
    return out

sobel_x = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
gx = convolve2d(gray, sobel_x)
gy = convolve2d(gray, sobel_x.T)
magnitude = np.sqrt(gx ** 2 + gy ** 2)
print(gx[12, 9:13].round(1), gy[5:8, 16].round(1))
print('strongest edge at', np.unravel_index(magnitude.argmax(), magnitude.shape), f'{magnitude.max():.3f}')
blur = convolve2d(gray, np.ones((3, 3)) / 9)
print(f'{gray.std():.4f} -> {blur.std():.4f}')
normalized = (gray - gray.mean()) / gray.std()
print(abs(normalized.mean()) < 1e-12, normalized.std().round(6))
hist, edges = np.histogram(gray, bins=4, range=(0, 256))
print(hist, edges)

# %%
# A network of one hidden layer, in a hundred lines.
np.random.seed(42)
n_samples = 90
labels = np.arange(n_samples) % 3
data = np.random.rand(n_samples, 6, 6) * 0.3
for i, label in enumerate(labels):
    if label == 0:
        data[i, 2:4, :] += 0.6
    elif label == 1:
        data[i, :, 2:4] += 0.6
    else:
        data[i][np.eye(6, dtype=bool)] += 0.9
X = data.reshape(n_samples, -1)
Y = np.zeros((n_samples, 3))
Y[np.arange(n_samples), labels] = 1
print(X.shape, Y[:3], Y.sum(axis=0))
idx = np.random.permutation(n_samples)
split = int(0.8 * n_samples)
X_train, X_val = X[idx[:split]], X[idx[split:]]
Y_train, Y_val = Y[idx[:split]], Y[idx[split:]]

class MLP:
    def __init__(self, sizes, lr=0.5):
        self.lr = lr
        self.weights = [np.random.randn(a, b) * np.sqrt(2 / a) for a, b in zip(sizes[:-1], sizes[1:])]
        self.biases = [np.zeros((1, b)) for b in sizes[1:]]

    def forward(self, x):
        self.acts = [x]
        for i, (w, b) in enumerate(zip(self.weights, self.biases)):
            z = self.acts[-1] @ w + b
            if i < len(self.weights) - 1:
                a = np.tanh(z)
            else:
                e = np.exp(z - z.max(axis=1, keepdims=True))
                a = e / e.sum(axis=1, keepdims=True)
            self.acts.append(a)
        return self.acts[-1]

    def backward(self, y):
        delta = (self.acts[-1] - y) / len(y)
        for i in reversed(range(len(self.weights))):
            dw = self.acts[i].T @ delta
            db = delta.sum(axis=0, keepdims=True)
            delta = (delta @ self.weights[i].T) * (1 - self.acts[i] ** 2)
            self.weights[i] -= self.lr * dw
            self.biases[i] -= self.lr * db

net = MLP([36, 12, 3])
print([w.shape for w in net.weights], sum(w.size for w in net.weights))
losses = []
for epoch in range(30):
    p = net.forward(X_train)
    loss = -np.mean(np.sum(Y_train * np.log(p + 1e-12), axis=1))
    losses.append(loss)
    net.backward(Y_train)
    if epoch % 10 == 9:
        val = net.forward(X_val)
        acc = (val.argmax(axis=1) == Y_val.argmax(axis=1)).mean()
        print(f'epoch {epoch + 1:3d}  loss {loss:.4f}  val acc {acc:.2%}')
print('best loss %.5f at epoch %d' % (min(losses), int(np.argmin(losses)) + 1))
plt.plot(losses)
plt.title('training loss')
plt.show()

# %%
confusion = np.zeros((3, 3), dtype=int)
for t, p in zip(Y_val.argmax(1), net.forward(X_val).argmax(1)):
    confusion[t, p] += 1
print(confusion)
print('per class:', np.diag(confusion) / confusion.sum(axis=1))
