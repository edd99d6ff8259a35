/// The real server: requests are made by a clock that waits for nobody, batches are formed across
/// them, and prepared plans answer them.
@NullMarked
package dev.partitura.engine.execute.serve.live;

import org.jspecify.annotations.NullMarked;
