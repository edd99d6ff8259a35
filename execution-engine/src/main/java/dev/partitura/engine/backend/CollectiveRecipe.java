package dev.partitura.engine.backend;

import dev.partitura.engine.operator.CollectiveKind;

/// A step that is the part of a device in a collective among alike shards.
///
/// @param members with the device itself
public record CollectiveRecipe(CollectiveKind kind, int members) implements Recipe {}
