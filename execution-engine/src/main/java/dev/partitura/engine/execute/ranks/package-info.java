/// Runs plans as ranks: processes with memory of their own that exchange messages through MPI.
///
/// [RanksExecutor] is what others use. It leads: it starts the ranks, has each lay out the same
/// plan, and tells them through a control channel of its own what to do next; values go between the
/// ranks by MPI alone. [RankProcess] is the other side, one in each rank.
@NullMarked
package dev.partitura.engine.execute.ranks;

import org.jspecify.annotations.NullMarked;
