/// Serving in the window: what a person sets, the load under way, and what becomes of it.
@NullMarked
package dev.partitura.ui.serving;

import org.jspecify.annotations.NullMarked;
