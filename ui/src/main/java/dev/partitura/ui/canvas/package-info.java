/// What a drawing on a canvas needs, whatever it shows: a pen, a viewport and what moves it,
/// gestures, and the card beside the pointer.
@NullMarked
package dev.partitura.ui.canvas;

import org.jspecify.annotations.NullMarked;
