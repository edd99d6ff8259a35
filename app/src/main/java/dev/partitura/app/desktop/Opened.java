package dev.partitura.app.desktop;

import dev.partitura.engine.project.Project;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A project fresh from a file or a sample.
///
/// @param file the project file it is stored in; null for a sample, a model or a new network
record Opened(Project project, @Nullable Path file) {}
