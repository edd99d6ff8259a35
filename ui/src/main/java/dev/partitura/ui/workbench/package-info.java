/// The window: its frame of bars, rail, panels and tabs, and what may stand in them.
@NullMarked
package dev.partitura.ui.workbench;

import org.jspecify.annotations.NullMarked;
