package dev.partitura.engine.planner.graph;

/// What a file describes that the planner can spread over devices.
public sealed interface PlannableGraph permits LayerGraph, TaskDag, JobShop {}
