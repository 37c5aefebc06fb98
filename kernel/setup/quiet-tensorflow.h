/*
 * Included before every source of the addon when it is built against the TensorFlow wheel. TensorFlow 2.21 writes greetings to stderr while
 * it loads, whatever TF_CPP_MIN_LOG_LEVEL says, and every greeting would show up in a notebook. Its libraries ask MinLogLevel
 * which messages to write, and find the addon's before their own.
 */
#include "absl/log/globals.h"

namespace absl {
ABSL_NAMESPACE_BEGIN
__attribute__((weak, visibility("default"))) LogSeverityAtLeast MinLogLevel() {
  return LogSeverityAtLeast::kError;
}
ABSL_NAMESPACE_END
}  // namespace absl
