package dev.partitura.engine.task.partition;

/// What a shard holds of a value that stays from one iteration to the next.
///
/// @param value name of the whole
/// @param axis along which it is cut; -1 where every shard holds the whole
/// @param index of the part
/// @param parts that make up the whole
public record KeptPart(String value, int axis, int index, int parts) {}
