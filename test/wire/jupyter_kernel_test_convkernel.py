"""jupyter_kernel_test's whole list, answered for this kernel.

https://github.com/jupyter/jupyter_kernel_test
"""

import unittest

import jupyter_kernel_test


class KernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "convkernel"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('to stderr')"
    completion_samples = [
        {"text": "const many = [1]; many.redu", "matches": {"reduce", "reduceRight"}},
        {"text": "Math.LOG1", "matches": {"LOG10E", "log10", "log1p"}},
    ]
    complete_code_samples = ["1 + 1", "console.log('hello, world')", "function f() {\n  return 1\n}", "let x: number = 1"]
    incomplete_code_samples = ["function f() {", "const a = [1,", "`template", "if (true) {\n  1"]
    invalid_code_samples = ["let 1 = 2", "const = 5", "function function"]
    code_page_something = "jupyter.page('a page')"
    code_generate_error = "throw new Error('raised')"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "'a' + 'b'", "result": "'ab'"},
        {"code": "await Promise.resolve(1 + 2)", "result": "3"},
    ]
    code_display_data = [
        {"code": "import { display } from 'tslab'; display.html('<b>bold</b>')", "mime": "text/html"},
        {"code": "jupyter.display({ 'text/markdown': '**bold**' }, { raw: true })", "mime": "text/markdown"},
        {"code": "display.png(new Uint8Array([137, 80, 78, 71]))", "mime": "image/png"},
    ]
    code_history_pattern = "6?[*]?7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.max"
    code_clear_output = "jupyter.clearOutput()"


class IopubWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "convkernel"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main(verbosity=2)
