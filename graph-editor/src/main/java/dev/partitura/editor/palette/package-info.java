/// What can be put on the canvas.
@NullMarked
package dev.partitura.editor.palette;

import org.jspecify.annotations.NullMarked;
