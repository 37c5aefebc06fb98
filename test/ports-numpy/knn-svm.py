# %% [markdown]
# # Neighbours and linear classifiers
# Distances with two loops, with one and without any; then a linear classifier and its gradient.
# %%
import time
import numpy as np
import matplotlib.pyplot as plt

np.random.seed(231)

# %%
# Three clouds of points, fifteen numbers each.
num_train, num_test, dim, num_classes = 60, 12, 15, 3
X_train = np.random.randn(num_train, dim)
y_train = np.random.randint(num_classes, size=num_train)
X_train += y_train[:, np.newaxis] * 0.9
X_test = np.random.randn(num_test, dim)
y_test = np.random.randint(num_classes, size=num_test)
X_test += y_test[:, np.newaxis] * 0.9
print('Training data shape: ', X_train.shape)
print('Training labels shape: ', y_train.shape, y_train.dtype)
print(np.bincount(y_train))

# %%
class KNearestNeighbor(object):
    """ a kNN classifier with L2 distance """

    def __init__(self):
        pass

    def train(self, X, y):
        self.X_train = X
        self.y_train = y

    def compute_distances_two_loops(self, X):
        num_test = X.shape[0]
        num_train = self.X_train.shape[0]
        dists = np.zeros((num_test, num_train))
        for i in range(num_test):
            for j in range(num_train):
                dists[i, j] = np.sqrt(np.sum((X[i] - self.X_train[j]) ** 2))
        return dists

    def compute_distances_one_loop(self, X):
        num_test = X.shape[0]
        dists = np.zeros((num_test, self.X_train.shape[0]))
        for i in range(num_test):
            dists[i, :] = np.sqrt(np.sum(np.square(self.X_train - X[i, :]), axis=1))
        return dists

    def compute_distances_no_loops(self, X):
        cross = X.dot(self.X_train.T)
        squares = np.sum(X ** 2, axis=1, keepdims=True) + np.sum(self.X_train ** 2, axis=1)
        return np.sqrt(np.maximum(squares - 2 * cross, 0))

    def predict_labels(self, dists, k=1):
        num_test = dists.shape[0]
        y_pred = np.zeros(num_test)
        for i in range(num_test):
            closest_y = self.y_train[np.argsort(dists[i])[:k]]
            y_pred[i] = np.argmax(np.bincount(closest_y))
        return y_pred

classifier = KNearestNeighbor()
classifier.train(X_train, y_train)
dists = classifier.compute_distances_two_loops(X_test)
print(dists.shape)
print(dists[:2, :4])

# %%
y_test_pred = classifier.predict_labels(dists, k=5)
num_correct = np.sum(y_test_pred == y_test)
accuracy = float(num_correct) / num_test
print('Got %d / %d correct => accuracy: %f' % (num_correct, num_test, accuracy))

# %%
for other in (classifier.compute_distances_one_loop(X_test), classifier.compute_distances_no_loops(X_test)):
    difference = np.linalg.norm(dists - other, ord='fro')
    print('Difference was: %f' % (difference, ))
    if difference < 0.001:
        print('Good! The distance matrices are the same')
    else:
        print('Uh-oh! The distance matrices are different')

# %%
num_folds = 4
k_choices = [1, 3, 8]
X_train_folds = np.array_split(X_train, num_folds)
y_train_folds = np.array_split(y_train, num_folds)
k_to_accuracies = {}
for k in k_choices:
    k_to_accuracies[k] = []
    for fold in range(num_folds):
        model = KNearestNeighbor()
        model.train(np.concatenate(X_train_folds[:fold] + X_train_folds[fold + 1:]), np.hstack(y_train_folds[:fold] + y_train_folds[fold + 1:]))
        pred = model.predict_labels(model.compute_distances_no_loops(X_train_folds[fold]), k=k)
        k_to_accuracies[k].append(np.mean(pred == y_train_folds[fold]))
for k in sorted(k_to_accuracies):
    for accuracy in k_to_accuracies[k]:
        print('k = %d, accuracy = %f' % (k, accuracy))
accuracies_mean = np.array([np.mean(v) for k, v in sorted(k_to_accuracies.items())])
accuracies_std = np.array([np.std(v) for k, v in sorted(k_to_accuracies.items())])
print(accuracies_mean, accuracies_std)

# %%
# Preprocessing: subtract the mean, append the bias dimension of ones.
mean_image = np.mean(X_train, axis=0)
print(mean_image[:4])
X_dev = np.hstack([X_train - mean_image, np.ones((X_train.shape[0], 1))])
print(X_dev.shape, X_dev[0, -1])

def svm_loss_naive(W, X, y, reg):
    dW = np.zeros(W.shape)
    num_classes = W.shape[1]
    num_train = X.shape[0]
    loss = 0.0
    for i in range(num_train):
        scores = X[i].dot(W)
        correct_class_score = scores[y[i]]
        for j in range(num_classes):
            if j == y[i]:
                continue
            margin = scores[j] - correct_class_score + 1
            if margin > 0:
                loss += margin
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    loss /= num_train
    dW /= num_train
    loss += reg * np.sum(W * W)
    dW += 2 * reg * W
    return loss, dW

def svm_loss_vectorized(W, X, y, reg):
    num_train = X.shape[0]
    scores = X @ W
    margins = np.maximum(0, scores - scores[np.arange(num_train), y][:, None] + 1)
    margins[np.arange(num_train), y] = 0
    loss = np.sum(margins) / num_train + reg * np.sum(W * W)
    mask = (margins > 0).astype(float)
    mask[range(num_train), y] = -np.sum(mask, axis=1)
    return loss, X.T.dot(mask) / num_train + 2 * reg * W

W = np.random.randn(dim + 1, num_classes) * 0.01
tic = time.time()
loss_naive, grad_naive = svm_loss_naive(W, X_dev, y_train, 0.000005)
toc = time.time()
print('loss: %f' % (loss_naive, ))
loss_vec, grad_vec = svm_loss_vectorized(W, X_dev, y_train, 0.000005)
print('difference: %.6f, gradients: %.6f' % (loss_naive - loss_vec, np.linalg.norm(grad_naive - grad_vec)))

# %%
def grad_check_sparse(f, x, analytic_grad, num_checks=3, h=1e-5):
    for _ in range(num_checks):
        ix = tuple([np.random.randint(m) for m in x.shape])
        oldval = x[ix]
        x[ix] = oldval + h
        fxph = f(x)
        x[ix] = oldval - h
        fxmh = f(x)
        x[ix] = oldval
        grad_numerical = (fxph - fxmh) / (2 * h)
        grad_analytic = analytic_grad[ix]
        rel_error = abs(grad_numerical - grad_analytic) / (abs(grad_numerical) + abs(grad_analytic))
        print('numerical: %.6f analytic: %.6f, small: %s' % (grad_numerical, grad_analytic, rel_error < 1e-4))

grad_check_sparse(lambda w: svm_loss_naive(w, X_dev, y_train, 0.0)[0], W, svm_loss_naive(W, X_dev, y_train, 0.0)[1])

# %%
loss_history = []
for it in range(60):
    batch = np.random.choice(num_train, 20, replace=False)
    loss, grad = svm_loss_vectorized(W, X_dev[batch], y_train[batch], 1e-3)
    loss_history.append(loss)
    W -= 0.05 * grad
    if it % 20 == 0:
        print('iteration %d / %d: loss %f' % (it, 60, loss))
y_train_pred = np.argmax(X_dev.dot(W), axis=1)
print('training accuracy: %.4f' % (np.mean(y_train == y_train_pred), ))
plt.plot(loss_history)
plt.xlabel('Iteration number')
plt.ylabel('Loss value')
plt.show()
