/// Growing columns of primitives, one row per task, span or access, without an object each.
@NullMarked
package dev.partitura.engine.column;

import org.jspecify.annotations.NullMarked;
