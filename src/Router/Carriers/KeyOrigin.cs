namespace AgentSandbox.Router.Carriers;

/// <summary>What kind of carrier a request's key came in.</summary>
internal enum KeyOrigin
{
    /// <summary>No carrier: the request is unkeyed.</summary>
    None,

    /// <summary>One of our own carriers, perhaps others too.</summary>
    Own,

    /// <summary>Only carriers of other tools.</summary>
    Foreign,
}
