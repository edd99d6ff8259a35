/// The canvas on which a network is drawn, edited and painted.
@NullMarked
package dev.partitura.editor.network;

import org.jspecify.annotations.NullMarked;
