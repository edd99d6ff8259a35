/// Spreads graphs of layers or tasks, and job shops, over devices: exactly where that is possible,
/// else with a proven bound.
@NullMarked
package dev.partitura.engine.planner;

import org.jspecify.annotations.NullMarked;
