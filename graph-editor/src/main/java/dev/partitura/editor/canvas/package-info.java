/// The graph on the screen, and the small tools that float on it.
@NullMarked
package dev.partitura.editor.canvas;

import org.jspecify.annotations.NullMarked;
