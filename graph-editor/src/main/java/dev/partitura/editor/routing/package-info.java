/// The ways of lines through a drawing, around what lies in it.
@NullMarked
package dev.partitura.editor.routing;

import org.jspecify.annotations.NullMarked;
