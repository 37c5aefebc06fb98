# %% [markdown]
# # Layers with forward and backward passes
# %%
import numpy as np

def rel_error(x, y):
    """ returns relative error """
    return np.max(np.abs(x - y) / (np.maximum(1e-8, np.abs(x) + np.abs(y))))

def eval_numerical_gradient_array(f, x, df, h=1e-5):
    grad = np.zeros_like(x)
    it = np.ndindex(*x.shape)
    for ix in it:
        oldval = x[ix]
        x[ix] = oldval + h
        pos = f(x).copy()
        x[ix] = oldval - h
        neg = f(x).copy()
        x[ix] = oldval
        grad[ix] = np.sum((pos - neg) * df) / (2 * h)
    return grad

# %%
def affine_forward(x, w, b):
    out = x.reshape(x.shape[0], -1).dot(w) + b
    cache = (x, w, b)
    return out, cache

def affine_backward(dout, cache):
    x, w, b = cache
    dx = dout.dot(w.T).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T.dot(dout)
    db = np.sum(dout, axis=0)
    return dx, dw, db

num_inputs = 2
input_shape = (4, 5, 6)
output_dim = 3
input_size = num_inputs * np.prod(input_shape)
weight_size = output_dim * np.prod(input_shape)
x = np.linspace(-0.1, 0.5, num=input_size).reshape(num_inputs, *input_shape)
w = np.linspace(-0.2, 0.3, num=weight_size).reshape(np.prod(input_shape), output_dim)
b = np.linspace(-0.3, 0.1, num=output_dim)
out, _ = affine_forward(x, w, b)
correct_out = np.array([[ 1.49834967,  1.70660132,  1.91485297],
                        [ 3.25553199,  3.5141327,   3.77273342]])
print('Testing affine_forward function:')
print(out)
print('difference below 1e-8: ', rel_error(out, correct_out) < 1e-8)

# %%
np.random.seed(231)
x = np.random.randn(5, 2, 3)
w = np.random.randn(6, 4)
b = np.random.randn(4)
dout = np.random.randn(5, 4)
dx_num = eval_numerical_gradient_array(lambda x: affine_forward(x, w, b)[0], x, dout)
dw_num = eval_numerical_gradient_array(lambda w: affine_forward(x, w, b)[0], w, dout)
_, cache = affine_forward(x, w, b)
dx, dw, db = affine_backward(dout, cache)
print('dx error small:', rel_error(dx_num, dx) < 1e-7, 'dw error small:', rel_error(dw_num, dw) < 1e-7)
print(db)

# %%
def relu_forward(x):
    out = np.maximum(0, x)
    return out, x

def relu_backward(dout, cache):
    return dout * (cache > 0)

out, cache = relu_forward(np.linspace(-0.5, 0.5, num=12).reshape(3, 4))
print(out)
print(relu_backward(np.ones_like(cache), cache))

# %%
def softmax_loss(x, y):
    shifted = x - np.max(x, axis=1, keepdims=True)
    Z = np.sum(np.exp(shifted), axis=1, keepdims=True)
    log_probs = shifted - np.log(Z)
    probs = np.exp(log_probs)
    N = x.shape[0]
    loss = -np.sum(log_probs[np.arange(N), y]) / N
    dx = probs.copy()
    dx[np.arange(N), y] -= 1
    dx /= N
    return loss, dx

scores = 0.001 * np.random.randn(6, 10)
y = np.random.randint(10, size=6)
loss, dscores = softmax_loss(scores, y)
print('loss: {:.6f}, expected near {:.4f}'.format(loss, -np.log(0.1)))
print(np.abs(dscores.sum(axis=1)).max() < 1e-12, dscores.shape)

# %%
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param['mode']
    eps = bn_param.get('eps', 1e-5)
    momentum = bn_param.get('momentum', 0.9)
    N, D = x.shape
    running_mean = bn_param.get('running_mean', np.zeros(D, dtype=x.dtype))
    running_var = bn_param.get('running_var', np.zeros(D, dtype=x.dtype))
    if mode == 'train':
        mu = x.mean(axis=0)
        var = x.var(axis=0)
        x_hat = (x - mu) / np.sqrt(var + eps)
        running_mean = momentum * running_mean + (1 - momentum) * mu
        running_var = momentum * running_var + (1 - momentum) * var
    elif mode == 'test':
        x_hat = (x - running_mean) / np.sqrt(running_var + eps)
    else:
        raise ValueError('Invalid forward batchnorm mode "%s"' % mode)
    bn_param['running_mean'] = running_mean
    bn_param['running_var'] = running_var
    return gamma * x_hat + beta

def print_mean_std(x, axis=0):
    print('  means: ', np.round(x.mean(axis=axis), 6) + 0)
    print('  stds:  ', x.std(axis=axis).round(4))
    print()

N, D1, D2, D3 = 50, 8, 10, 3
X = np.random.randn(N, D1)
W1 = np.random.randn(D1, D2)
W2 = np.random.randn(D2, D3)
a = np.maximum(0, X.dot(W1)).dot(W2)
print('Before batch normalization:')
print_mean_std(a, axis=0)
gamma = np.asarray([1.0, 2.0, 3.0])
beta = np.asarray([11.0, 12.0, 13.0])
bn_param = {'mode': 'train'}
print('After batch normalization (gamma={}, beta={})'.format(gamma, beta))
for t in range(3):
    a_norm = batchnorm_forward(a, gamma, beta, bn_param)
print_mean_std(a_norm, axis=0)
bn_param['mode'] = 'test'
print(batchnorm_forward(a, gamma, beta, bn_param).shape, bn_param['running_mean'].round(3))

# %%
def dropout_forward(x, p, seed=None):
    if seed is not None:
        np.random.seed(seed)
    mask = (np.random.rand(*x.shape) < p) / p
    return x * mask, mask

x = np.random.randn(40, 40) + 10
for p in [0.25, 0.4, 0.7]:
    out, mask = dropout_forward(x, p, seed=12)
    print('p = %.2f, mean of output: %.6f, fraction set to zero: %s' % (p, out.mean(), (out == 0).mean()))

# %%
class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, std=1e-1):
        self.params = {}
        self.params['W1'] = std * np.random.randn(input_size, hidden_size)
        self.params['b1'] = np.zeros(hidden_size)
        self.params['W2'] = std * np.random.randn(hidden_size, output_size)
        self.params['b2'] = np.zeros(output_size)

    def loss(self, X, y=None, reg=0.0):
        W1, b1 = self.params['W1'], self.params['b1']
        W2, b2 = self.params['W2'], self.params['b2']
        h = np.maximum(0, X.dot(W1) + b1)
        scores = h.dot(W2) + b2
        if y is None:
            return scores
        loss, dscores = softmax_loss(scores, y)
        loss += reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
        grads = {}
        grads['W2'] = h.T.dot(dscores) + 2 * reg * W2
        grads['b2'] = dscores.sum(axis=0)
        dh = dscores.dot(W2.T)
        dh[h <= 0] = 0
        grads['W1'] = X.T.dot(dh) + 2 * reg * W1
        grads['b1'] = dh.sum(axis=0)
        return loss, grads

np.random.seed(0)
net = TwoLayerNet(4, 10, 3, std=1e-1)
np.random.seed(1)
X = 10 * np.random.randn(5, 4)
y = np.array([0, 1, 2, 2, 1])
print(net.loss(X))
for step in range(101):
    loss, grads = net.loss(X, y, reg=5e-6)
    for name in net.params:
        net.params[name] -= 1e-1 * grads[name]
    if step % 25 == 0:
        print('step %d: loss %.6f' % (step, loss))
print('Final training loss: ', round(float(loss), 6))
print({k: v.shape for k, v in net.params.items()})
