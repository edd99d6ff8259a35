/// The desktop program: its window, its files, and the wiring of all parts.
@NullMarked
package dev.partitura.app.desktop;

import org.jspecify.annotations.NullMarked;
