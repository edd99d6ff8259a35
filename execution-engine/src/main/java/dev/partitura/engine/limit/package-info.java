/// What bounds work under way: whether it was cancelled, how many steps it may still take, and how
/// much memory the machine has left.
@NullMarked
package dev.partitura.engine.limit;

import org.jspecify.annotations.NullMarked;
