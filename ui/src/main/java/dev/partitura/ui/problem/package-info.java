/// The one place that shows what went wrong.
@NullMarked
package dev.partitura.ui.problem;

import org.jspecify.annotations.NullMarked;
