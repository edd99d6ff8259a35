/// Plans of networks on clusters: degrees, schedules and stage splits are priced by the thousand,
/// and the best of them run in thought by the simulator, whose word is the answer.
@NullMarked
package dev.partitura.engine.planner.network;

import org.jspecify.annotations.NullMarked;
