//! Why a job was not done at all.

/// Why a job was not done at all. What a policy did to its child is not here: that is an errored
/// result.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// No child could be started.
    #[error("no evaluation process could be started: {0}")]
    Start(String),
    /// The sandbox was shut down.
    #[error("the sandbox is shut down; send the check again when the server is back")]
    ShutDown,
    /// The input is larger than a frame can say.
    #[error("{0} bytes are more than an evaluation process can be sent; the most is 4 GiB")]
    TooLarge(u64),
}
