package dev.partitura.engine.backend;

import dev.partitura.engine.operator.CollectiveKind;

/// A step that is the part of a device in a collective among alike shards.
public record CollectiveRecipe(CollectiveKind kind) implements Recipe {}
