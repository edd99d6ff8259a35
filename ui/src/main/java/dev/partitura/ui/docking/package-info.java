/// Panels that can be dragged to any side, put into tabs, hidden and torn off. The only package
/// that knows the docking library.
@NullMarked
package dev.partitura.ui.docking;

import org.jspecify.annotations.NullMarked;
