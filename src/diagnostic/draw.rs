//! Diagnostics as text for a terminal, as JSON, as SARIF and as CI annotations.
