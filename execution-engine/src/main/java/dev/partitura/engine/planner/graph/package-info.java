/// Foreign task, layer and job-shop files as values that the planner works on.
@NullMarked
package dev.partitura.engine.planner.graph;

import org.jspecify.annotations.NullMarked;
