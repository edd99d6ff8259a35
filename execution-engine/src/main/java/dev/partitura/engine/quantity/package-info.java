/// How numbers with a unit are written.
@NullMarked
package dev.partitura.engine.quantity;

import org.jspecify.annotations.NullMarked;
