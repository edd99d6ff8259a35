/// How a network is laid on a cluster: partition, placement, replicas, micro-batches and schedule.
@NullMarked
package dev.partitura.engine.plan;

import org.jspecify.annotations.NullMarked;
