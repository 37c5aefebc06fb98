/** The sentences in English. */
export const english = {
  passes: "{task} passes",
  passesAgain: "{task} passes (the last try did not)",
  failed: "{task}: {why}",
  // What came is no answer yet
  notWritten: "there is no answer yet: write it in the cell above, in place of undefined.",
  nothing: "there is no answer yet: the value is undefined. Does the function return what it has computed?",
  empty: "the answer is empty: it holds no number yet.",
  promise: "the answer is a promise. Write await before the call.",
  notNumbers: "expected numbers, got {got}.",
  threw: "the code stopped with an error: {error}",
  // Shapes
  shape: "the shape is {got}; {hint}",
  shapeOther: "{wanted} dimensions with other sizes were wanted. Print the shape after each step.",
  shapePermuted:
    "the sizes are right but in another order. Which index is the channel, which the row, which the column?",
  shapeExtraBatch: "one dimension too many: a batch of one. Take its first element, or squeeze(0).",
  shapeNoBatch: "the batch dimension is missing. Did you write unsqueeze(0), and keep it to the end?",
  shapeKeptDims: "dimensions of size 1 are left over. See keepdim and squeeze.",
  shapeTooMany: "too many dimensions. Which of them should have been summed up?",
  shapeTooFew: "too few dimensions. Which of them was summed up that should have stayed?",
  shapeSmaller:
    "height or width is too small. Where does the kernel's centre begin, and which pixels lie outside the picture?",
  shapeLarger:
    "height or width is too large. How far does the kernel move each time, and how wide is the rim of zeros?",
  shapeChannels: "the number of channels is not the one wanted. What decides how many output channels there are?",
  // Numbers
  differs: "the shape fits, but {count} of {total} numbers do not. The first one is at {place}.",
  oneNumber: "the number is not right: {got}.",
  unfinite: "at {place} stands {got}. Was something divided by zero, or the logarithm of zero taken?",
  relation: "the shape fits, but not the numbers: {hint}",
  negated: "each has the opposite sign.",
  transposed: "they are right numbers at mirrored places: compare [0][1] with [1][0]. Which index is the row?",
  reversedFirst: "they are right, but the first dimension runs the other way round.",
  reversed: "they are right, but in the opposite order.",
  offsetUp: "every one is too large by the same amount.",
  offsetDown: "every one is too small by the same amount.",
  offsetBy: "every one is off by {offset}.",
  offsetChannel: "each channel is off by an amount of its own. What is added once for each output channel?",
  scaledUp: "every one is too large by the same factor. Should something have been divided?",
  scaledDown: "every one is too small by the same factor. Was something divided that should not have been?",
  // Single numbers
  percent: "Is it in percent? A share between 0 and 1 was wanted.",
  share: "A share is not a percentage.",
  complement: "This is what is left of 1. Which of the two parts was asked for?",
  upsideDown: "The fraction stands on its head. What is divided by what?",
  rootMissing: "Is a root still to be taken?",
  rootTooMany: "A root was taken that does not belong there.",
  uphill: "The step goes uphill. In which direction does the loss fall?",
  wholeGradient: "This is a step by the whole gradient. What does the learning rate do with it?",
  gradientMissing: "This is a step by the learning rate alone. What has the gradient to do with it?",
  noSkip: "What came in does not come in again. What is added to the result?",
  lastReluMissing: "There are numbers below 0. What stands at the very end?",
  reluBeforeSum: "The last relu stands before the sum. What does it have to see?",
  otherHalf: "The other half is hidden.",
  notDividedByCount: "The number of pictures is still missing in it.",
  countOutsideRoot: "The number of pictures stands at the wrong side of the root.",
  recall:
    "This is the recall: of all that are of the class, the share that was found. Which pictures are counted below the line here?",
  accuracy: "This is the accuracy over all classes. Which pictures does the question look at?",
  otherClass: "This is the other class's.",
  logarithmMissing: "This is the probability itself. What does the loss do with it?",
  otherClassCount: "This is the loss for another number of classes.",
  // Convolutions
  noBias: "The sums are right. Something is still to be added, once for each output channel.",
  biasEachChannel:
    "Close: one term is added several times. How often does it belong into a sum over all input channels?",
  flipped: 'The numbers belong to a kernel turned by 180 degrees. What PyTorch calls "convolution" does not turn it.',
  swapped: "The kernel's rows and columns are exchanged. Which index of the weight is the row?",
  swappedPicture: "The picture's rows and columns are exchanged. Which index is the row?",
  swappedOutput: "Right numbers at mirrored places: compare [0][1] with [1][0]. Which index of the output is the row?",
  channelOrder: "Each channel met another channel's kernel. In which order does the first dimension run?",
  firstChannel: "Only the first channel was looked at. Over which dimension does the sum run too?",
  meanOfChannels: "The channels were averaged. What does a convolution do with the results of its channels?",
  firstKernel: "Every output channel was made with the same kernel. Which index of the weight is the output channel?",
  noPadding: "The rim of zeros is missing.",
  noStride: "The kernel moves by one pixel each time. What does the stride say?",
  noDilation: "The kernel's numbers lie side by side. What does the dilation say?",
  // Reductions
  wrongDimension:
    "The numbers were taken over other dimensions. Print the shape before and after: which dimensions should vanish?",
  otherDivisor: "Divided by n where torch divides by n - 1: see correction.",
  varianceNotDeviation: "This is the variance. One step is missing to the deviation.",
  sumNotMean: "This is the sum. What makes it a mean?",
  meanNotSum: "This is the mean; the sum was wanted.",
  // Counts
  count: "{got} is {direction}. Write down the product factor by factor.",
  tooMany: "too many",
  tooFew: "too few",
  countNoBias: "{got} is short by exactly the biases. What does each output channel have besides its kernels?",
  countOne: "{got} is off by one. Does something begin or end one place too early or too late?",
  countOneBias: "{got} is off by one. Is one bias missing, or one too many?",
  countMultiple: "{got} is {factor} times the number wanted. Which factor does not belong?",
  countPart: "the number wanted is {factor} times {got}. Which factor is missing?",
  countWhole: "expected a whole number, got {got}.",
  // Texts and errors
  equal: "that is not it: got {got}.",
  equalCase: "right but for capital letters or spaces: got {got}.",
  doesNotHold: "not yet.",
  throwsNothing: "an error was expected, but the call went through.",
  throwsOther: "an error was expected and came, but another one: {error}",
  // Training
  noStep: "no weight has changed. Is optimizer.step() called, after backward(), with this model's parameters?",
  someFrozen:
    "these weights have not changed: {names}. Do they take part in forward, and does the optimiser know them?",
  notFinite: "the loss became {got}. The steps are too long: try a smaller learning rate.",
  lossRose: "the loss rose from {first} to {last}: the steps are too long, or they go uphill.",
  lossFlat: "the loss stayed at {last}. Does the gradient reach the weights?",
  lossConstant: "every loss is the same number. Is the same one stored each time, or nothing learned?",
  noZeroGrad:
    "the gradients grow with every step: each still contains those before it. What must happen before backward()?",
  gradientsKept: "Each step still contains the gradients of those before. What must happen before backward()?",
  noGradients: "there are no gradients. Was backward() called?",
  softmaxTwice:
    "the outputs of each picture add up to 1, so a softmax is in the model. CrossEntropyLoss takes the raw outputs.",
  trainMode:
    "the model is in training mode: dropout and batch norm behave otherwise there. Call eval() before measuring.",
  evalMode: "the model is in evaluation mode. Call train() before training.",
  noEntries: "there are no losses yet.",
  // Pictures
  notNormalised:
    "channel means should be near 0 and deviations near 1; yours are {means} and {stds}. These are the raw numbers.",
  normalisedTwice:
    "channel means should be near 0 and deviations near 1; yours are {means} and {stds}. Was it done twice?",
  notScaled: "the numbers run up to {most}. Bytes are divided by 255 first: ToTensor does that.",
  oddlyNormalised: "channel means should be near 0 and deviations near 1; yours are {means} and {stds}.",
  preparedDifferently:
    "these pictures were prepared otherwise than the training pictures: their channel means differ by {difference} deviations.",
  statsOfBoth: "these are the numbers of training and validation pictures together. Whose mean may be used?",
  // Points, hints, summary
  points: "{task}: {got} of {max} points",
  pointsSoFar:
    "{task}: {passed} of {total} visible checks passed, {count} more when it is graded. Points so far: {got} of {max}",
  part: "  {mark} {name}",
  partFailed: "  {mark} {name}: {why}",
  hint: "{task}, hint {number} of {total}: {text}",
  noHint: "{task}: there are no hints.",
  lastHint: "{task}: that was the last hint. Once more: {text}",
  summaryNone: "nothing was checked yet",
  summaryPassed: "passed",
  summaryFailed: "not yet",
  summaryHead: "{passed} of {total} pass",
  // Predictions
  guessFirst: "Guess first: put your guess in place of undefined, and run the cell again.",
  guessed: "Your guess: {guess}",
  guessRight: "You guessed {guess}: right.",
  guessWrong: "You guessed {guess}; it is {answer}.",
  guessClose: "You guessed {guess}; it is {answer}: {percent} % away.",
  guessKept:
    "The answer stays covered until you have guessed. (To see it all the same, run the cell with predict.check once more.)",
  guessNone: "It is {answer}. (No guess was made.)",
  noPrediction: "predict.check: there is no guess to compare with. Run predict(question, guess) first.",
} as const satisfies Record<string, string>;
