/// One package per view of a trace.
@NullMarked
package dev.partitura.visualizers;

import org.jspecify.annotations.NullMarked;
