/// The networks that ship with Partitura.
@NullMarked
package dev.partitura.samples;

import org.jspecify.annotations.NullMarked;
