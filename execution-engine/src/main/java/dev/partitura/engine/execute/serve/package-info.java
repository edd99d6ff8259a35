/// Serving: requests that arrive when they please, the queue in which they wait, the batches in
/// which they are answered, and what is counted of it. The queue itself is one piece of pure code,
/// [dev.partitura.engine.execute.serve.Dispatcher], driven by time and events: the simulator and
/// the real server both obey it.
@NullMarked
package dev.partitura.engine.execute.serve;

import org.jspecify.annotations.NullMarked;
