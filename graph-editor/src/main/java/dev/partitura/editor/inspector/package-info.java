/// Everything about the selected op: attributes to edit, shapes, cost and what is wrong with it.
@NullMarked
package dev.partitura.editor.inspector;

import org.jspecify.annotations.NullMarked;
