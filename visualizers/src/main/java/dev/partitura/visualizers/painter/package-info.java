/// What painters draw with, and the drawing on a canvas.
@NullMarked
package dev.partitura.visualizers.painter;

import org.jspecify.annotations.NullMarked;
