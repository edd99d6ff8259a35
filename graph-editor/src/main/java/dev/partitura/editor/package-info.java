/// The node editor.
@NullMarked
package dev.partitura.editor;

import org.jspecify.annotations.NullMarked;
