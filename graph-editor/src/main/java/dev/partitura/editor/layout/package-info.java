/// Which nodes a network is drawn with, and where: blocks found in names and structure, then a
/// layered layout.
@NullMarked
package dev.partitura.editor.layout;

import org.jspecify.annotations.NullMarked;
