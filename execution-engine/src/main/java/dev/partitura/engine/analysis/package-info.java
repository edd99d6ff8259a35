/// Numbers and sentences computed from a trace, one record each.
@NullMarked
package dev.partitura.engine.analysis;

import org.jspecify.annotations.NullMarked;
