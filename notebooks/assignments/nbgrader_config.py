# For those who grade with nbgrader: `nbgrader generate_assignment`, `autograde` and `generate_feedback` run in this folder as it is.
# nbgrader's programs must be on the PATH, and JUPYTER_PATH must lead to the kernel (`convkernel install` puts it there).
c = get_config()
c.CourseDirectory.course_id = "cnn"
# What stands in the place of a solution. Without it nbgrader does not know how TypeScript says that something is missing.
c.ClearSolutions.code_stub = {"typescript": "// YOUR CODE HERE\nthrow new Error(\"not done yet\");"}
# Seconds a cell; training needs more than the 30 that are usual.
c.Execute.timeout = 60
# Student code may take this much memory.
c.Execute.extra_arguments = ["--memory-mb", "1024"]
# Leave add_missing_cells off: what it writes begins with "#", which is no comment in TypeScript. `convkernel course restore ASSIGNMENT`
# puts lost cells back instead; run it before autograde.
