/// The bar and panel that say how to run, and the running itself.
@NullMarked
package dev.partitura.ui.run;

import org.jspecify.annotations.NullMarked;
