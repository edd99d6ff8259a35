/// The words for what a run shows: the same in the inspector and on every card beside the pointer.
@NullMarked
package dev.partitura.ui.explain;

import org.jspecify.annotations.NullMarked;
