/// Splits the ops of a network among the shards of a plan: which ops how, and what is moved where
/// they disagree.
@NullMarked
package dev.partitura.engine.task.partition;

import org.jspecify.annotations.NullMarked;
