/// How numbers are written, and the words that depend on them.
@NullMarked
package dev.partitura.engine.quantity;

import org.jspecify.annotations.NullMarked;
