# %% [markdown]
# # Arrays, in short
# %%
import numpy as np

x = np.arange(12)
print(x)
x.shape

# %%
X = x.reshape(3, 4)
X

# %%
print(np.zeros((2, 3, 4)))
print(np.ones((2, 3), dtype=np.float32).dtype, np.full((2, 2), 7), np.empty((0, 3)).shape)
np.array([[2, 1, 4, 3], [1, 2, 3, 4], [4, 3, 2, 1]])

# %%
print(X[-1], X[1:3])
X[1, 2] = 17
X[:2, :] = 12
print(X)

# %%
x = np.array([1.0, 2, 4, 8])
y = np.array([2, 2, 2, 2])
print(x + y, x - y, x * y, x / y, x ** y)
print(np.exp(x))

# %%
X = np.arange(12, dtype=np.float32).reshape((3, 4))
Y = np.array([[2.0, 1, 4, 3], [1, 2, 3, 4], [4, 3, 2, 1]])
print(np.concatenate((X, Y), axis=0))
print(np.concatenate((X, Y), axis=1))
X == Y

# %%
a = np.arange(3).reshape((3, 1))
b = np.arange(2).reshape((1, 2))
print(a, b)
print(a + b)
Z = np.zeros_like(Y)
Z[:] = X + Y
print(Z.sum(), X.sum(), type(Z), X.sum().dtype)
A = Y
A += 1
print(Y[0], A is Y)

# %%
v = np.array([3, 1, 2, 3, 1, 3])
values, counts = np.unique(v, return_counts=True)
print(values, counts, values[np.argmax(counts)])
print(np.sort(v), np.argsort(v, kind='stable'), v[::-1], np.flatnonzero(v == 3))
print(v > 1, np.any(v > 2), np.all(v > 0), v[(v > 1) & (v < 3)], ~(v > 1))
print(np.cumsum(v), v.cumsum()[-1], np.diff(v), np.prod(v), v.min(), v.max(), v.argmin())
print(np.median(v), np.percentile(v, 25), np.percentile(v, [10, 50, 90]), v.std(ddof=1), np.var(v))

# %%
M = np.arange(24).reshape(2, 3, 4)
print(M.mean(axis=(0, 2)), M.sum(axis=-1, keepdims=True).shape, M.transpose(2, 0, 1).shape, np.swapaxes(M, 0, 1).shape)
print(M[..., 0], M[:, None].shape, M[0, [0, 2]][:, [1, 3]])
print(M[np.ix_([0, 1], [0, 2], [1])].ravel(), np.squeeze(M[:, :1]).shape, np.expand_dims(v, 0).shape)
left, right = np.split(M, 2, axis=2)
print(left.shape, [part.shape for part in np.array_split(v, 4)], np.stack([v, v]).shape, np.dstack((v, v)).shape)
print(np.tile([1, 2], (2, 2)), np.repeat([1, 2], 2), np.roll(v, 2), np.flip(v)[:2])

# %%
u = np.array([200, 100, 50], dtype=np.uint8)
print(u + u, u.astype(int) + u, (u / 255).round(3), u.dtype, (u * 1.0).dtype, u.mean())
print(np.float32(0.1) + np.float32(0.2), np.float64(0.1) + 0.2, np.int64(7) // 2, np.array(5) * 2)
print([np.float64(0.5), np.int64(3)], (np.mean([1, 2]), np.max([1, 2])))
repr(np.array([1.5, 2], dtype=np.float32))

# %%
B = np.array([[2.0, 1.0], [1.0, 3.0]])
print(np.linalg.det(B).round(6), np.linalg.inv(B), np.linalg.solve(B, np.array([1.0, 2.0])))
print(np.linalg.norm([3, 4]), np.trace(B), np.diag(B), np.outer([1, 2], [3, 4]), np.dot([1, 2], [3, 4]))
print(np.einsum('ij,jk->ik', B, B), np.einsum('ii', B), np.tensordot(B, B, axes=1))
print(np.isnan(np.array([1, np.nan])), np.where(B > 1.5), np.clip(B, 1.5, 2.5), np.sign(-B))

# %%
np.set_printoptions(precision=3, suppress=True)
print(np.array([1e-5, 1.23456, 1000.5]))
rng = np.random.default_rng(42)
print(rng.random(3), rng.integers(0, 10, size=5), rng.permutation(4))
np.random.seed(7)
np.set_printoptions(precision=8, suppress=False)
print(np.random.rand(2), np.random.permutation(5), np.random.choice(['a', 'b', 'c'], 4), np.random.uniform(-1, 1, (2, 2)))
