/// Runs lowered plans in thought: what the tasks would take on devices that nobody needs to have.
@NullMarked
package dev.partitura.engine.execute.simulate;

import org.jspecify.annotations.NullMarked;
