/// Painting devices onto the graph, and what it does to their balance.
@NullMarked
package dev.partitura.editor.partition;

import org.jspecify.annotations.NullMarked;
