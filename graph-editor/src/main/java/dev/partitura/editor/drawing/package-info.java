/// A sketch in its place: what is drawn where, and what lies at a point.
@NullMarked
package dev.partitura.editor.drawing;

import org.jspecify.annotations.NullMarked;
