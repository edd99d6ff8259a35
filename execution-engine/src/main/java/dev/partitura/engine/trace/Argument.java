package dev.partitura.engine.trace;

/// Something said of one span alone, such as `stream` and `7`.
public record Argument(String key, String value) {}
