/// Work that takes longer than a frame: off the FX thread, with progress and cancel.
@NullMarked
package dev.partitura.ui.background;

import org.jspecify.annotations.NullMarked;
