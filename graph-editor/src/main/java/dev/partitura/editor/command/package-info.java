/// What keys and menus do to the graph.
@NullMarked
package dev.partitura.editor.command;

import org.jspecify.annotations.NullMarked;
