/// What the mouse does to the graph: a file for each gesture.
@NullMarked
package dev.partitura.editor.gesture;

import org.jspecify.annotations.NullMarked;
