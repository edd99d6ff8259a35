/// Two runs side by side.
@NullMarked
package dev.partitura.visualizers.comparison;

import org.jspecify.annotations.NullMarked;
