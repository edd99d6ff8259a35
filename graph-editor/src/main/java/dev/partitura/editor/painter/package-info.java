/// How the graph looks: a painter for each kind of thing on it, and what they paint by.
@NullMarked
package dev.partitura.editor.painter;

import org.jspecify.annotations.NullMarked;
